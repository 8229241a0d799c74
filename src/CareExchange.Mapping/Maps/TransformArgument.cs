namespace CareExchange.Mapping.Maps;

/// <summary>An argument of a transform or group: a literal, or a variable by its slot.</summary>
internal readonly struct TransformArgument
{
    private readonly MapValue _literal;
    private readonly int _slot;

    public TransformArgument(MapValue literal) => (_literal, _slot) = (literal, -1);

    public TransformArgument(int slot) => _slot = slot;

    /// <summary>The text of a literal; null for a variable.</summary>
    public string? Literal => _slot < 0 ? _literal.Text : null;

    public MapValue Get(MapRun run, int frame) => _slot < 0 ? _literal : run[frame, _slot];
}
