namespace CareExchange.Mapping.Fml;

/// <summary>One rule: for every match of the sources make the targets, then go on below.</summary>
internal sealed record MapRule(
    IReadOnlyList<MapSource> Sources, IReadOnlyList<MapTarget> Targets, IReadOnlyList<MapCall> Calls, IReadOnlyList<MapRule>? Rules, string? Name, MapPosition Position)
{
    public MapComments Comments { get; init; } = MapComments.None;

    /// <summary>Comments between the last inner rule and the closing brace.</summary>
    public IReadOnlyList<string> Closing { get; init; } = [];
}

internal enum SourceListMode
{
    None,
    First,
    NotFirst,
    Last,
    NotLast,
    OnlyOne,
}

internal enum TargetListMode
{
    First,
    Share,
    Last,
    Single,
    Collate,
}

/// <summary>What a rule looks for: <c>context.path : type min..max default (…) mode as variable where (…) check (…) log (…)</c>.</summary>
/// <param name="Context">The variable it starts from.</param>
/// <param name="Path">Property names below it; none is the context itself.</param>
internal sealed record MapSource(string Context, IReadOnlyList<string> Path, MapPosition Position)
{
    public string? Type { get; init; }

    public int? Min { get; init; }

    /// <summary>The upper bound; -1 is <c>*</c>. Null where no cardinality is given.</summary>
    public int? Max { get; init; }

    public MapExpression? Default { get; init; }

    public SourceListMode ListMode { get; init; }

    public string? Variable { get; init; }

    public MapExpression? Where { get; init; }

    public MapExpression? Check { get; init; }

    public MapExpression? Log { get; init; }
}

/// <summary>FHIRPath as written, without the parentheses around it.</summary>
internal sealed record MapExpression(string Text, MapPosition Position);

/// <summary>What a rule makes: <c>context.path = transform as variable listMode</c>, or a transform alone.</summary>
internal sealed record MapTarget(string? Context, IReadOnlyList<string> Path, MapTransform? Transform, string? Variable, MapPosition Position)
{
    public IReadOnlyList<TargetListMode> ListModes { get; init; } = [];

    /// <summary>The name behind <c>share</c>.</summary>
    public string? ShareId { get; init; }
}

/// <summary>A group called by a rule, or a transform with arguments.</summary>
internal sealed record MapCall(string Name, IReadOnlyList<MapArgument> Arguments, MapPosition Position);

/// <summary>A literal, the name of a variable, or FHIRPath: exactly one of the three is set.</summary>
internal sealed record MapArgument(MapLiteral? Literal, string? Variable, MapPosition Position)
{
    public MapExpression? Expression { get; init; }
}

internal enum LiteralKind
{
    String,
    Integer,
    Decimal,
    Boolean,
    DateTime,
    Time,
}

/// <param name="Text">The value without quotes, escapes or the <c>@</c>.</param>
internal sealed record MapLiteral(LiteralKind Kind, string Text);

/// <summary>How a target gets its value: exactly one of the four is set.</summary>
internal sealed record MapTransform(MapPosition Position)
{
    public MapLiteral? Literal { get; init; }

    /// <summary>A variable, with names below it: a copy.</summary>
    public IReadOnlyList<string>? Copy { get; init; }

    public MapCall? Call { get; init; }

    public MapExpression? Evaluate { get; init; }
}
