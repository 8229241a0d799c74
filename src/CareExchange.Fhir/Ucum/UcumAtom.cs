namespace CareExchange.Fhir.Ucum;

/// <summary>One unit of the table.</summary>
/// <param name="code">Its case-sensitive code.</param>
/// <param name="kind">Its kind, as the table writes it.</param>
/// <param name="number">How many of <paramref name="unit"/> it is; of a base unit and of an arbitrary one empty.</param>
/// <param name="unit">The unit it is defined by.</param>
/// <param name="function">Of a special unit: the name of its function.</param>
internal sealed class UcumAtom(string code, string kind, string number, string unit, string? function)
{
    private readonly Lazy<UcumTerm> _term = new(() => UcumTerm.Of(code, number, unit));

    /// <summary>True where metric prefixes may stand before it.</summary>
    public bool IsMetric { get; } = kind.Contains('m', StringComparison.Ordinal);

    /// <summary>The scale of a special unit, such as degrees Celsius; null where it is proportional.</summary>
    public UcumFunction? Function { get; } = function is null ? null : UcumFunction.Find(function);

    /// <summary>The unit in base units; of a special one that of its function's result.</summary>
    public UcumTerm Term => _term.Value;
}
