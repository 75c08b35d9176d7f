import { deviceColumns, deviceCsv } from '@/lib/console/exports/device-csv';
import { download } from '@/lib/console/exports/download';
import { exportHeads } from '@/lib/console/exports/export-texts';
import { answer } from '@/lib/console/http/answer';
import { resource } from '@/lib/console/http/route';
import { exportDevicesOperation } from '@/lib/console/openapi/operations/devices';
import { exportDevices } from '@/lib/domain/devices/export-devices';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: answer(exportDevicesOperation, async (call) => {
    const { lang, ...filter } = call.input;
    const heads = await exportHeads(call.request.headers, lang, deviceColumns);
    const parts = deviceCsv(heads, exportDevices(call.ctx, filter));
    return download(call, { name: 'mobileadmin-devices', media: 'text/csv', parts });
  }),
});
