import { notifications } from '@mantine/notifications';

/** Says, in passing and to screen readers too, that something was done. */
export const announceDone = (title: string, message = ''): void => {
  notifications.show({ title, message, color: 'teal', autoClose: 4_000, role: 'status' });
};
