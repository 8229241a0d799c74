using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>A search parameter of one resource type, ready to extract and to be asked for.</summary>
/// <param name="Code">Its name in a query.</param>
/// <param name="Type">token, reference, string, date, number, quantity, uri, composite or special.</param>
/// <param name="Key">Its number in the index tables.</param>
/// <param name="SecondaryKey">The number of what else is asked of it. Of a reference: the tokens of <c>:identifier</c>; of a quantity: its values in base units;
/// of a token: the strings of <c>:text</c>; of a string: the initial consonants of its Hangul.</param>
/// <param name="Targets">Of a reference: the types it may point at.</param>
/// <param name="Expression">What it is extracted with.</param>
internal sealed record IndexedParameter(
    string Code, string Type, int Key, int SecondaryKey, IReadOnlyList<string> Targets, FhirPathExpression Expression)
{
    /// <summary>Of a token: the number of the tokens <c>type-code|value</c> that <c>:of-type</c> asks for.</summary>
    public int TypedKey { get; init; }

    /// <summary>Differs where the same code means other rows.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The canonical of its definition; empty where it has none.</summary>
    public string Definition { get; init; } = "";

    /// <summary>True for one that finds how somebody can be reached: the index holds keyed hashes then, which only equality compares.</summary>
    public bool IsContact { get; init; }

    /// <summary>True for one that is stored in the database, false for one of the schema's.</summary>
    public bool IsStored { get; init; }

    /// <summary>The fingerprint that it would have with rows of its own: an index made by it holds all that <see cref="Fingerprint"/> asks for, and more. Null
    /// where nothing else answers it.</summary>
    public string? Former { get; init; }

    /// <summary>The parameters whose rows answer this one, which has none itself then (<see cref="ParameterSources"/>); of a composite those that its
    /// folded places are asked as.</summary>
    public IReadOnlyList<IndexedParameter> Sources { get; init; } = [];

    /// <summary>Of a reference that is asked as others: the type that their rows must lead to. Under its own number stand only the references that are found
    /// to lead there by something else than their row: by a URL, or inside the resource.</summary>
    public string? Narrowed { get; init; }

    /// <summary>True where rows are extracted under its own numbers.</summary>
    public bool HasRows => Composites.Count == 0 && (Sources.Count == 0 || Narrowed is not null);

    /// <summary>Of a composite: where its parts stand together.</summary>
    public IReadOnlyList<IndexedComposite> Composites { get; init; } = [];
}
