using System.Globalization;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>What goes into an operation, checked against its definition.</summary>
/// <param name="Arguments">The values in the order in which they stood.</param>
/// <param name="Query">Search parameters of the query, for operations that take them.</param>
public sealed record OperationInput(IReadOnlyList<OperationArgument> Arguments, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    /// <summary>What was remarked on the way, such as on how the body was written.</summary>
    public IReadOnlyList<Issue> Remarks { get; init; } = [];

    /// <summary>All values of a parameter.</summary>
    public IEnumerable<OperationArgument> All(string name) => Arguments.Where(argument => argument.Name == name);

    /// <summary>A primitive's text, or null.</summary>
    public string? Text(string name) => Find(name)?.Text;

    /// <summary>The texts of a parameter that may stand several times.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. All(name).Select(argument => argument.Text).OfType<string>()];

    /// <summary>A boolean, or null.</summary>
    public bool? Flag(string name) => Text(name) is { } text ? text == "true" : null;

    /// <summary>A whole number, or null.</summary>
    public int? Number(string name) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A complex value or resource; absent where there is none.</summary>
    public Element Element(string name) => Find(name)?.Element ?? default;

    /// <summary>A resource as a text of its own; null where there is none.</summary>
    public ResourceBody? Resource(string name) => Element(name) is { Exists: true } resource ? new ResourceBody(resource.Raw.ToArray()) : null;

    /// <summary>Where a parameter stands, for issues.</summary>
    public string Where(string name) => Find(name)?.Where ?? "Parameters";

    private OperationArgument? Find(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);
}
