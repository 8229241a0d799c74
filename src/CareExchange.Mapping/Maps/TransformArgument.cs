namespace CareExchange.Mapping.Maps;

/// <summary>An argument of a transform or group: a literal, a variable by its slot, or FHIRPath.</summary>
internal readonly struct TransformArgument
{
    private readonly MapValue _literal;
    private readonly PathExpression? _expression;
    private readonly int _slot;

    public TransformArgument(MapValue literal) => (_literal, _slot) = (literal, -1);

    public TransformArgument(int slot) => _slot = slot;

    /// <param name="expression">The expression.</param>
    /// <param name="focus">Slot of what it starts from.</param>
    public TransformArgument(PathExpression expression, int focus) => (_expression, _slot) = (expression, focus);

    /// <summary>The text of a literal; null for anything else.</summary>
    public string? Literal => _slot < 0 ? _literal.Text : null;

    /// <summary>The FHIRPath; null for anything else.</summary>
    public PathExpression? Expression => _expression;

    public MapValue Get(MapRun run, int frame) =>
        _expression is not null ? _expression.Evaluate(run, frame, run[frame, _slot], marks: true) : _slot < 0 ? _literal : run[frame, _slot];
}
