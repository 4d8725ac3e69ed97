import { notifications } from '@mantine/notifications';

/** A short notification, also for screen readers, that something was done. */
export const announceDone = (title: string, message = ''): void => {
  notifications.show({ title, message, color: 'teal', autoClose: 4_000, role: 'status' });
};
