using System.Text;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>An <see cref="AuditQuery"/> as conditions on the audit table.</summary>
internal static class AuditConditions
{
    /// <summary>Everything but the page.</summary>
    public static Conditions Of(AuditQuery query, IDatabaseDialect dialect)
    {
        var where = new Conditions()
            .Add("person = {0}", query.Person)
            .Add("agent = {0}", query.Agent)
            .Add("organization = {0}", query.Organization)
            .Add("id = {0}", query.Id)
            .Add("outcome = {0}", query.Outcome)
            .Add("recorded >= {0}", query.From?.ToMicroseconds())
            .Add("recorded < {0}", query.Until?.ToMicroseconds());
        if (query.Persons is { } persons) where.Add(In("person", persons, where));
        if (query.Agents is { } agents) where.Add(In("agent", agents, where));

        // Fewer records are about one person, by one agent or refused than of nearly any kind: there the index of actions is no help, and must not be taken for one.
        if (query.Actions is { } actions) where.Add(InCodes(IsOfFew(query) ? "(action || '')" : "action", actions, where));

        // Says nothing new, but it is what the index of refusals holds.
        if (query.Outcome is not (null or "permit")) where.Add("outcome <> 'permit'");

        if (query.IsOfBoth) where.Add("person IS NOT NULL").Add("organization IS NOT NULL");

        // Written as it stands in the index of these records.
        if (query.IsReceived is { } isReceived) where.Add($"action {(isReceived ? "=" : "<>")} '{AuditQuery.Received}'");
        foreach (var texts in query.Texts) where.Add($"({string.Join(" OR ", texts.Select(text => dialect.Holds("json", where.Parameter(Encoding.UTF8.GetBytes(text)))))})");
        return where;
    }

    /// <summary>True where a person, an agent, an id or a refusal already says which few records to look at.</summary>
    public static bool IsOfFew(AuditQuery query) => query is not { Person: null, Persons: null, Agent: null, Agents: null, Id: null, Outcome: null or "permit" };

    /// <summary>The same of one page.</summary>
    public static Conditions PageOf(AuditQuery query, IDatabaseDialect dialect)
    {
        var where = Of(query, dialect);
        if (query.Before is not { } before) return where;

        // The first comparison alone says nothing new, but an index can follow it.
        var beyond = query.OldestFirst ? '>' : '<';
        var (recorded, shard, sequence) = (where.Parameter(before.Recorded), where.Parameter((long)before.Shard), where.Parameter(before.Sequence));
        return where.Add($"recorded {beyond}= {recorded}").Add($"(recorded {beyond} {recorded} OR shard {beyond} {shard} OR (shard = {shard} AND sequence {beyond} {sequence}))");
    }

    // Codes stand in the statement itself: what PostgreSQL has prepared it plans for any value, and for an action that is seldom that plan reads through the whole trail.
    private static string InCodes(string column, IReadOnlyList<string> codes, Conditions where) =>
        codes.Count > 0 && codes.All(IsCode) ? $"{column} IN ({string.Join(", ", codes.Select(code => $"'{code}'"))})" : In(column, codes, where);

    private static bool IsCode(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-');

    private static string In(string column, IReadOnlyList<string> values, Conditions where) =>
        values.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", values.Select(where.Parameter))})";
}
