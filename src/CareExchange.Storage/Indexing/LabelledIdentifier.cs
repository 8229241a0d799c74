namespace CareExchange.Storage.Indexing;

/// <summary>An identifier with a data category of its own, such as a dementia registration number in a Patient.</summary>
/// <param name="System">Its system; empty where it has none.</param>
/// <param name="Value">Its value.</param>
/// <param name="Category">Its data category.</param>
/// <param name="Sources">Ids of the organisations that state it; empty where only the resource's own does.</param>
internal sealed record LabelledIdentifier(string System, string Value, string Category, IReadOnlyList<string> Sources)
{
    // Between and around ids, so that one is not found in another.
    private const string Mark = "\n";

    /// <summary>The number of the rows of labelled identifiers of a type.</summary>
    public static int Key(string resourceType) => ParameterKey.Of(resourceType, "identifier#labelled");

    /// <summary>The sources as a row keeps them; empty for none.</summary>
    public string SourceText => Sources.Count == 0 ? "" : Mark + string.Join(Mark, Sources) + Mark;

    /// <summary>What stands in <see cref="SourceText"/> where a source is among them.</summary>
    public static string Find(string source) => Mark + source + Mark;
}
