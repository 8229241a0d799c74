using System.Data.Common;
using System.Globalization;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>The versions that stand of one type and category about a person: small, asked for all the time, and read in the statement that reads what they decide about.</summary>
internal static class CompanionRows
{
    private const string Read = $"""
        SELECT {ResourceRows.Columns}, (SELECT string_agg(c.id || '/' || c.version, ' ') FROM resource c WHERE c.person = r.person AND c.type = $3 AND c.deleted = 0 AND c.category = $4)
        FROM resource r WHERE r.type = $1 AND r.id = $2
        """;

    private const string Persons = "SELECT DISTINCT r.person FROM resource r WHERE r.type = $1 AND r.deleted = 0 AND r.category = $2 AND r.person IS NOT NULL";

    private const string Whole = $"SELECT {ResourceRows.Columns} FROM resource r WHERE {{0}} AND r.type = $2 AND r.deleted = 0 AND r.category = $3";

    private const string OfPersons = "SELECT c.person, c.id, c.version FROM resource c WHERE {0} AND c.type = $2 AND c.deleted = 0 AND c.category = $3";

    private static readonly string OfOne = OfPersons.Replace("{0}", "c.person = $1", StringComparison.Ordinal);

    /// <summary>The current version of a resource, and the companions of the person it is about.</summary>
    public static Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Companions)> ReadAsync(
        DatabaseSession session, string type, string id, string companionType, string category, CancellationToken cancellationToken) =>
        session.FirstAsync(new Statement(Read, type, id, companionType, category), row => ((StoredResource?)ResourceRows.Read(row, session.Dialect.Bodies), Parse(row.TextOrNull(9))), cancellationToken);

    /// <summary>The companions of each of these persons.</summary>
    public static Task<IReadOnlyList<(string Person, ResourceVersionId Companion)>> OfAsync(
        DatabaseSession session, IReadOnlyList<string> persons, string companionType, string category, CancellationToken cancellationToken) =>
        session.ListAsync(
            // Of one person by equality: PostgreSQL keeps the plan, where that of a list is made anew each time for as many as are in it.
            persons is [var person]
                ? new Statement(OfOne, person, companionType, category)
                : new Statement(OfPersons.Replace("{0}", session.Dialect.In("c.person", "$1"), StringComparison.Ordinal), session.Dialect.Texts(persons), companionType, category),
            static (DbDataReader row) => (row.GetString(0), new ResourceVersionId(row.GetString(1), row.GetInt64(2))),
            cancellationToken);

    /// <summary>The persons who have any companion.</summary>
    public static Task<IReadOnlyList<string>> PersonsAsync(DatabaseSession session, string companionType, string category, CancellationToken cancellationToken) =>
        session.ListAsync(new Statement(Persons, companionType, category), static (DbDataReader row) => row.GetString(0), cancellationToken);

    /// <summary>The companions of these persons as they stand, content included.</summary>
    public static Task<IReadOnlyList<StoredResource>> WholeAsync(
        DatabaseSession session, IReadOnlyList<string> persons, string companionType, string category, CancellationToken cancellationToken) =>
        session.ListAsync(
            new Statement(Whole.Replace("{0}", session.Dialect.In("r.person", "$1"), StringComparison.Ordinal), session.Dialect.Texts(persons), companionType, category),
            ResourceRows.Reader(session),
            cancellationToken);

    // Neither a space nor a slash can stand in an id (R4 datatypes.html#id).
    private static IReadOnlyList<ResourceVersionId> Parse(string? text)
    {
        if (text is null) return [];
        var found = new List<ResourceVersionId>();
        foreach (var range in text.AsSpan().Split(' '))
        {
            var one = text.AsSpan()[range];
            var slash = one.IndexOf('/');
            found.Add(new(one[..slash].ToString(), long.Parse(one[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture)));
        }

        return found;
    }
}
