namespace CareExchange.Exchange.Intake;

/// <summary>When a doubtful match has waited too long.</summary>
/// <param name="OverdueAfter">From then on the operator is told too.</param>
public sealed record MatchReviewOptions(TimeSpan OverdueAfter)
{
    /// <summary>A day.</summary>
    public static readonly TimeSpan DefaultOverdueAfter = TimeSpan.FromHours(24);
}
