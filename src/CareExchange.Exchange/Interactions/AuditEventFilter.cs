using CareExchange.Exchange.Audit;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>What of a search of AuditEvent the trail's own columns can answer, so that little is left to be read and judged.</summary>
/// <remarks>Every condition only ever leaves out what the search would leave out: what it lets through is judged by the search's own criteria.</remarks>
internal static class AuditEventFilter
{
    private const string Staff = "urn:careexchange:staff";

    // By which our own records name agents (AuditAgents); those that others sent are judged by what they say.
    private static readonly string[] Agents = [Staff, "urn:careexchange:client", "urn:careexchange:server"];

    /// <summary>The conditions that the criteria allow, beside those of the bound.</summary>
    /// <returns>The conditions, and whether our own records that meet them all meet the criteria: then they can be counted where they stand.</returns>
    public static (AuditQuery Query, bool IsExact) Narrow(AuditQuery query, IEnumerable<SearchCriterion> criteria)
    {
        var isExact = true;
        foreach (var criterion in criteria)
        {
            var (narrowed, isWhole) = Narrow(query, criterion);
            query = narrowed;
            isExact &= isWhole;
        }

        return (query, isExact);
    }

    private static (AuditQuery Query, bool IsExact) Narrow(AuditQuery query, SearchCriterion criterion) => criterion switch
    {
        { Link: not null } or { Group: not null } => (query, false),
        { Code: "date" or "_lastUpdated", Modifier: null, Values: [var moment] } => Within(query, moment),
        { Code: "_id", Modifier: null, Values: [var id] } => (query with { Id = id.Text }, true),
        { Code: "patient", Modifier: null or "Patient", Values: var persons } when query.Persons is null && persons.All(person => person.System == "Patient") => (query with { Persons = [.. persons.Select(person => person.Text)] }, true),
        { Code: "action", Modifier: null } => Of(query, criterion, static action => [("", action.Letter.ToString())]),
        { Code: "type", Modifier: null } => Of(query, criterion, static action => [(action.TypeSystem, action.TypeCode)]),
        { Code: "subtype", Modifier: null } when !criterion.Values.Any(value => value.Text is "" or "AuthZ-Consent") => Of(query, criterion, static action => [(action.SubtypeSystem, action.SubtypeCode)]),
        { Code: "outcome", Modifier: null, Values: [{ Codes: null, System: null } outcome] } when query.Outcome is null => outcome.Text switch { "0" => (query with { Outcome = "permit" }, true), "4" => (query with { Outcome = "deny" }, true), _ => (None(query), true) },
        { Code: "agent", Modifier: "identifier", Values: var agents } when query.Agents is null && agents.All(agent => agent is { System: Staff, Codes: null, Text.Length: > 0 }) => (query with { Agents = [.. agents.Select(agent => agent.Text)] }, true),
        { Code: "agent", Modifier: "identifier", Values: var agents } when agents.All(agent => agent is { System.Length: > 0, Codes: null } && !Agents.Contains(agent.System, StringComparer.Ordinal)) => (None(query), true),
        { Modifier: "identifier", Values: var values } => (Holding(query, values.Select(value => value.Codes is null ? value.Text : "")), false),
        { Code: "patient" or "entity" or "agent" or "source", Modifier: not ("missing" or "not"), Values: var values } => (Holding(query, values.Select(value => value.Text)), false),
        { Code: "policy", Modifier: null, Values: var values } => (Holding(query, values.Select(value => value.Text)), false),
        _ => (query, false),
    };

    // Nothing that we record says it.
    private static AuditQuery None(AuditQuery query) => query with { Actions = [] };

    // One text of them must stand in it; what JSON may write in another way is left to the judge.
    private static AuditQuery Holding(AuditQuery query, IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        return all.All(text => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or ':' or '_' or '/')) ? query with { Texts = [.. query.Texts, all] } : query;
    }

    private static (AuditQuery Query, bool IsExact) Of(AuditQuery query, SearchCriterion criterion, Func<AuditAction, (string System, string Code)[]> codes)
    {
        if (criterion.Values.Any(value => value.Codes is not null)) return (query, false);
        var found = AuditAction.All.Where(action => codes(action).Any(coding => criterion.Values.Any(value =>
            (value.System is not { } system || coding.System.Length == 0 || coding.System == system) && (value.Text.Length == 0 || value.Text == coding.Code)))).Select(action => action.Code);

        // A required binding has no system in the text: who names one is judged by the index.
        var isExact = codes(AuditAction.Read)[0].System.Length > 0 || criterion.Values.All(value => value.System is null);
        return (query with { Actions = [.. query.Actions is { } before ? found.Intersect(before, StringComparer.Ordinal) : found] }, isExact);
    }

    private static (AuditQuery Query, bool IsExact) Within(AuditQuery query, SearchValue value)
    {
        var (low, high) = (Moment(value.Bounds.Low), Moment(value.Bounds.High));
        return value.Prefix switch
        {
            SearchPrefix.Eq => (From(Until(query, high), low), true),
            SearchPrefix.Gt or SearchPrefix.Sa => (From(query, high), true),
            SearchPrefix.Ge => (From(query, low), true),
            SearchPrefix.Lt or SearchPrefix.Eb => (Until(query, low), true),
            SearchPrefix.Le => (Until(query, high), true),
            _ => (query, false),
        };
    }

    private static AuditQuery From(AuditQuery query, DateTimeOffset? moment) => moment is { } at && (query.From is not { } before || at > before) ? query with { From = at } : query;

    private static AuditQuery Until(AuditQuery query, DateTimeOffset? moment) => moment is { } at && (query.Until is not { } before || at < before) ? query with { Until = at } : query;

    private static DateTimeOffset? Moment(decimal microseconds) =>
        microseconds > -60_000_000_000_000_000m && microseconds < 250_000_000_000_000_000m ? DateTimeOffset.UnixEpoch.AddTicks((long)microseconds * TimeSpan.TicksPerMicrosecond) : null;
}
