namespace CareExchange.Exchange.Exporting;

/// <summary>One <c>_typeFilter</c>.</summary>
/// <param name="Type">Resource type.</param>
/// <param name="Query">What stands behind the question mark, still encoded.</param>
public sealed record ExportFilter(string Type, string Query);
