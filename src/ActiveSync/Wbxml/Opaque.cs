namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>Stands as an annotation on an element whose content is bytes (WBXML 1.3 §5.8.4.6); the element's value is their Base64.</summary>
internal sealed record Opaque(byte[] Bytes);
