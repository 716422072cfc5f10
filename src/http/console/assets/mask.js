// Personal data that can be told by its form. The server masks again, and better; this keeps it out of what the
// browser holds while there is no connection.

const FORMS = [
  [/[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu, "[e-mail]"],
  [/(?<![\d\p{L}])(?:PL ?)?\d{2}(?: ?\d{4}){6}(?!\d)/gu, "[rachunek]"],
  [/(?<!\d)\d{11}(?!\d)/g, "[PESEL]"],
  [/(?<![\p{L}\d])[A-Z]{3} ?\d{6}(?!\d)/gu, "[dokument]"],
  [/(?<![\d/])(?:(?:\+|00)48[ -]?)?(?:\d{3}[ -]?\d{3}[ -]?\d{3}|\(?\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2})(?![\d/])/g, "[telefon]"],
];

export const mask = (text) => FORMS.reduce((masked, [form, name]) => masked.replace(form, name), text);
