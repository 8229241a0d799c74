namespace CareExchange.Mapping.Fml;

/// <summary>One map as its author wrote it: the syntax tree of an R4 FHIR Mapping Language text.</summary>
/// <param name="Url">The canonical url.</param>
/// <param name="Name">The computable name.</param>
internal sealed record StructureMap(string Url, string Name)
{
    /// <summary>The R5 <c>/// key = value</c> lines in order; url and name stand here too where the text says them so.</summary>
    public IReadOnlyList<MapHeader> Headers { get; init; } = [];

    /// <summary>True where url and name come from a <c>map "…" = "…"</c> line, which the printer then writes again.</summary>
    public bool HasMapLine { get; init; } = true;

    public IReadOnlyList<string> Comments { get; init; } = [];

    public IReadOnlyList<EmbeddedConceptMap> ConceptMaps { get; init; } = [];

    public IReadOnlyList<MapUses> Uses { get; init; } = [];

    public IReadOnlyList<MapImport> Imports { get; init; } = [];

    public IReadOnlyList<MapConstant> Constants { get; init; } = [];

    public IReadOnlyList<MapGroup> Groups { get; init; } = [];

    /// <summary>Comments behind the last group.</summary>
    public IReadOnlyList<string> Closing { get; init; } = [];
}

/// <summary>Where a piece of a map stands in its file: 1-based line and column, counted in characters.</summary>
internal readonly record struct MapPosition(int Line, int Column);

internal sealed record MapHeader(string Key, string Value);

internal enum ModelMode
{
    Source,
    Queried,
    Target,
    Produced,
}

/// <summary>A model the map speaks about: <c>uses "url" alias X as source</c>.</summary>
internal sealed record MapUses(string Url, string? Alias, ModelMode Mode, MapComments Comments, MapPosition Position);

internal sealed record MapImport(string Url, MapComments Comments, MapPosition Position);

/// <summary><c>let name = value;</c> (R5): known in all groups.</summary>
internal sealed record MapConstant(string Name, MapExpression Value, MapComments Comments, MapPosition Position);

/// <summary>Comment lines before a construct, and the one that ends its last line.</summary>
internal sealed record MapComments(IReadOnlyList<string> Before, string? Behind)
{
    public static MapComments None { get; } = new([], null);
}

internal enum TypeMode
{
    None,

    /// <summary><c>&lt;&lt;types&gt;&gt;</c>: the default for this pair of types.</summary>
    Types,

    /// <summary><c>&lt;&lt;type+&gt;&gt;</c>: the default for the pair and for the source type alone.</summary>
    TypeAndTypes,
}

internal sealed record MapGroup(string Name, IReadOnlyList<MapInput> Inputs, IReadOnlyList<MapRule> Rules, MapPosition Position)
{
    public string? Extends { get; init; }

    public TypeMode TypeMode { get; init; }

    public MapComments Comments { get; init; } = MapComments.None;

    /// <summary>Comments between the last rule and the closing brace.</summary>
    public IReadOnlyList<string> Closing { get; init; } = [];
}

internal sealed record MapInput(string Name, bool IsSource, string? Type, MapPosition Position);
