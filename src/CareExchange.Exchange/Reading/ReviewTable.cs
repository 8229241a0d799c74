namespace CareExchange.Exchange.Reading;

/// <summary>The review of a month as a table: one line for each who looked.</summary>
public static class ReviewTable
{
    /// <summary>The column names, Korean and English.</summary>
    public static IReadOnlyList<string> Head { get; } =
        ["접속자 번호 (id)", "접속자 (who)", "기관 (organisation)", "기록 (records)", "거절 (refused)", "대상자 수 (persons)", "밤 22~6시 (at night)", "내려받기 (downloads)", "살펴볼 것 (findings)"];

    /// <summary>The cells of each line.</summary>
    public static IEnumerable<IReadOnlyList<object>> Rows(AccessReview review) => review.Agents.Select(agent => (IReadOnlyList<object>)
    [
        agent.Agent, agent.Who, agent.Organization ?? "", agent.Records, agent.Refused, agent.Persons, agent.AtNight, agent.Exports,
        string.Join("; ", review.Findings.Where(finding => finding.Agent == agent.Agent).Select(finding => finding.Text.Korean)),
    ]);
}
