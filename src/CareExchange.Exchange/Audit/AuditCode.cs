namespace CareExchange.Exchange.Audit;

/// <summary>A coding of an AuditEvent or Provenance.</summary>
/// <param name="System">Code system.</param>
/// <param name="Code">Code.</param>
/// <param name="Display">Its name.</param>
public readonly record struct AuditCode(string System, string Code, string Display);
