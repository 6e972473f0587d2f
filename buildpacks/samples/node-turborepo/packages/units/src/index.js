export const miles = (kilometres) => kilometres / 1.609344;
