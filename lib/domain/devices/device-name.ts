/** What people call the device, and what has to be typed for a full wipe: FriendlyName, else model, else type. */
export function deviceName(device: { friendlyName: string | null; model: string | null; deviceType: string }): string {
  return device.friendlyName?.trim() || device.model?.trim() || device.deviceType;
}
