namespace CareExchange.Storage.Database;

/// <summary>How the database's full-text search writes its queries.</summary>
internal enum TextSyntax
{
    /// <summary>SQLite FTS5.</summary>
    Fts5,

    /// <summary>PostgreSQL tsquery.</summary>
    TsQuery,
}
