namespace CareExchange.Exchange.Consent;

/// <summary>What is decided about one resource.</summary>
/// <param name="Permitted">May it be seen.</param>
/// <param name="Reason">Why, or why not; null where nothing speaks for it.</param>
/// <param name="Elements">The elements that may be seen; null for all of it.</param>
internal readonly record struct Verdict(bool Permitted, DecisionReason? Reason, IReadOnlyList<string>? Elements)
{
    /// <summary>Nothing speaks for it.</summary>
    public static readonly Verdict Withheld = new(false, null, null);
}
