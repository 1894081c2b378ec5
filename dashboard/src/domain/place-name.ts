/** Where a case lies, in as few words as tell it: most windows carry their department's name already. */
interface Place {
  department?: string;
  department_name: string;
  window?: string;
  window_name: string;
}

export function placeName(row: Place): string {
  const department = row.department_name || row.department || '';
  const window = row.window_name || row.window || '';
  if (!window || !department) return window || department;
  return window.startsWith(department) ? window : `${department} · ${window}`;
}
