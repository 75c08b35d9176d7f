/** Cookie that remembers which columns of the device list a person chose. */
export const DEVICE_COLUMNS_COOKIE = 'columns.devices';
