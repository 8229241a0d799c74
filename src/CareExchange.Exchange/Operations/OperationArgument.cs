using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Operations;

/// <summary>One value that goes into an operation.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Text">A primitive's text; null for everything else.</param>
/// <param name="Element">The complex value or resource, of a parameter with parts the parameter itself; absent where the value came in the query.</param>
/// <param name="Where">Where it stands, for issues.</param>
public sealed record OperationArgument(string Name, string? Text, Element Element, string Where);
