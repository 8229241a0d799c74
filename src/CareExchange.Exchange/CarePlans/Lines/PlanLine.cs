namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>One statement of the plan; every one names the resource it was read from and who said it.</summary>
/// <param name="Reference">Type/id of the stored resource. Two lines may share one, for instance two activities of one CarePlan.</param>
public abstract record PlanLine(string Reference, Source Source)
{
    /// <summary>Others who said the same, newest first: one line, all its witnesses.</summary>
    public IReadOnlyList<Source> AlsoSaidBy { get; init; } = [];
}
