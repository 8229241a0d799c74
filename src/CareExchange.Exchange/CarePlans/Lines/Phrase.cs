namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A text of the plan: Korean as the sender or the code gives it, English where one of them gives that too.</summary>
/// <param name="Korean">Never empty.</param>
/// <param name="English">Null when nobody gave one: a page then shows the Korean and marks its language, because a machine translation would be a new statement without a source.</param>
public sealed record Phrase(string Korean, string? English = null)
{
    public string In(PlanLanguage language) => language == PlanLanguage.English && English is { Length: > 0 } english ? english : Korean;

    /// <summary>False when the asked language had to be answered with Korean.</summary>
    public bool IsIn(PlanLanguage language) => language == PlanLanguage.Korean || English is { Length: > 0 };

    public override string ToString() => Korean;
}
