/** Addresses people give as evidence: one per line or blank. */
export const isLink = (text: string): boolean => /^https?:\/\/\S+$/.test(text.trim());

export const linksIn = (text: string): string[] => text.split(/\s+/).filter(Boolean);
