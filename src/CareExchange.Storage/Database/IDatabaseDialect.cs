using System.Data.Common;
using CareExchange.Storage.Database.Sqlite;
using CareExchange.Storage.Protection;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Database;

/// <summary>The seam between the two databases: how connections are had, and the few places where their SQL differs.</summary>
/// <remarks>Everywhere else one SQL text serves both: parameters are <c>$1, $2 …</c>, times are µs since 1970 in bigint columns,
/// texts compare by code point.</remarks>
internal interface IDatabaseDialect : IAsyncDisposable
{
    /// <summary>How bodies of resources stand in their column; follows the key ring.</summary>
    SealedBodies Bodies { get; set; }

    /// <summary>Points EF Core at the database.</summary>
    void Configure(DbContextOptionsBuilder builder);

    /// <summary>Brings back what a killed process has acknowledged; called once, before anything else.</summary>
    Task RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Opens what stays open; called once, after the migrations.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>An opened connection outside all sessions.</summary>
    DbConnection Connect();

    /// <summary>A session that sees whatever was acknowledged. Disposing gives it back.</summary>
    ValueTask<DatabaseSession> ReadAsync(CancellationToken cancellationToken);

    /// <summary>A session that sees what is committed and waits for nobody: for what is never acknowledged before its commit (<see cref="WriteAheadAsync"/>), which is every table but those of
    /// resources, persons and the audit trail, and resources of the types that <see cref="AheadTypes"/> leaves out.</summary>
    ValueTask<DatabaseSession> ReadCommittedAsync(CancellationToken cancellationToken);

    /// <summary>A session that sees whatever was acknowledged of one resource.</summary>
    ValueTask<DatabaseSession> ReadAsync(string type, string id, CancellationToken cancellationToken);

    /// <summary>A session that sees whatever was acknowledged of resources of these types.</summary>
    ValueTask<DatabaseSession> ReadTypesAsync(IReadOnlyList<string> types, CancellationToken cancellationToken);

    /// <summary>A session that sees whatever was acknowledged of some resources.</summary>
    ValueTask<DatabaseSession> ReadAsync(IReadOnlyList<(string Type, string Id)> resources, CancellationToken cancellationToken);

    /// <summary>A session that sees whatever was acknowledged of one resource, and of all of another type.</summary>
    ValueTask<DatabaseSession> ReadAsync(string type, string id, string otherType, CancellationToken cancellationToken);

    /// <summary>The same as <see cref="ReadCommittedAsync"/> for statements that find a few rows by an index: where there is a network they share round trips.</summary>
    ValueTask<DatabaseSession> ReadBrieflyAsync(CancellationToken cancellationToken);

    /// <summary>The same as <see cref="ReadTypesAsync"/> for such statements.</summary>
    ValueTask<DatabaseSession> ReadBrieflyAsync(string type, CancellationToken cancellationToken);

    /// <summary>A session that sees one moment for as long as it lasts; it keeps a connection.</summary>
    ValueTask<DatabaseSession> ReadSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>The file in which looks are recorded; null where they are recorded beside everything else.</summary>
    LookFile? Looks { get; }

    /// <summary>The epoch of this moment, or of the one that the caller presumes to last; null where asking costs as much as reading.</summary>
    DatabaseEpoch? Epoch();

    /// <summary>Lets the caller, and whatever it awaits, be answered from what is kept of a moment, for who has it proven (<see cref="PresumedMoment"/>); null where none is known, or where <see cref="Epoch"/> knows each by itself.</summary>
    PresumedMoment? Presume();

    /// <summary>The caller presumes nothing from here on.</summary>
    void Renounce();

    /// <summary>A transaction. Disposing without commit undoes it.</summary>
    ValueTask<WriteSession> WriteAsync(CancellationToken cancellationToken);

    /// <summary>A transaction whose commit may return before the file shows it: when it is durable, and whoever reads by a session finds it.</summary>
    /// <param name="writes">How many writes share it, or follow each other closely: for one alone it does not pay.</param>
    /// <param name="claim">That all of it is new: where that holds, and it is told ahead, the session only adds rows (<see cref="WriteSession.OnlyAdds"/>). Null where something may stand.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<WriteSession> WriteAheadAsync(int writes, AheadClaim? claim, CancellationToken cancellationToken);

    /// <summary>How many indexes are made at a time.</summary>
    int IndexLanes { get; }

    /// <summary>What is said before an index is made, of how it is sorted; null for nothing.</summary>
    Statement? Sorting { get; }

    /// <summary>True where nobody else can write or look, as was asked for when it was opened (<see cref="StorageOptions.KeepsFile"/>).</summary>
    bool KeepsFile { get; }

    /// <summary>Returns when the database shows whatever was acknowledged, to those as well who do not ask by a session.</summary>
    Task SettleAsync();

    /// <summary>The statement that tells how the database would carry this one out, and the column with its words.</summary>
    (Statement Statement, int Column) Explain(Statement statement);

    /// <summary>A condition that the column's value is in the list of texts bound to the parameter.</summary>
    string In(string column, string parameter);

    /// <summary>The list of texts as <see cref="In"/> binds it.</summary>
    object Texts(IReadOnlyList<string> values);

    /// <summary>A condition that the column's value is in a list of very many texts, asked row by row: it finds no rows by itself.</summary>
    string InMany(string column, string parameter);

    /// <summary>The most texts of a list that are asked one by one (<c>IN ($1, $2)</c>); longer ones go through <see cref="InMany"/>.</summary>
    int MostFew { get; }

    /// <summary>The list of texts as <see cref="InMany"/> binds it.</summary>
    object ManyTexts(IReadOnlyList<string> values);

    /// <summary>The list of numbers as <see cref="In"/> binds it.</summary>
    object Numbers(IReadOnlyList<long> values);

    /// <summary>A condition that the column contains the text bound to the parameter.</summary>
    string Contains(string column, string parameter);

    /// <summary>A condition that the column is among the row numbers (<c>rid</c>) of a SELECT. NOT before it is planned as well as it is itself.</summary>
    string Among(string column, string select);

    /// <summary>The FROM item of a table whose rows are looked up for each row of what stands before it, never the other way round. What holds of them is said in WHERE as well.</summary>
    /// <param name="table">The table.</param>
    /// <param name="alias">Its alias.</param>
    /// <param name="conditions">How its rows are found.</param>
    string Following(string table, string alias, IEnumerable<string> conditions);

    /// <summary>What ends a sub-select of EXISTS that is looked up for each row, never carried out for all rows at once.</summary>
    string OncePerRow { get; }

    /// <summary>The FROM item of the table <c>resource</c> whose rows are found by a list of their numbers and come in its order; null where a join with the list is planned as well.</summary>
    string? Listed(string alias);

    /// <summary>A condition that the bytes of the column hold the bytes bound to the parameter.</summary>
    string Holds(string column, string parameter);

    /// <summary>A condition that the column ends with the text bound to the parameter.</summary>
    string EndsWith(string column, string parameter);

    /// <summary>How full-text queries are written.</summary>
    TextSyntax TextSyntax { get; }

    /// <summary>A SELECT of the row numbers, as <c>rid</c>, whose text in a column of the full-text index meets a query.</summary>
    string TextRows(string column, string query, Func<object, string> bind);

    /// <summary>Statements that put the tokens of a resource into the full-text index, in place of older ones; none removes them.</summary>
    IEnumerable<Statement> PutText(long rid, IReadOnlyList<string> narrative, IReadOnlyList<string> content);

    /// <summary>A SELECT of the numbers bound to the parameter, as <c>rid</c>.</summary>
    string Rows(string parameter);

    /// <summary>An expression: from where on a later look at <c>watched_change</c> may find what this one does not see.</summary>
    string Horizon { get; }

    /// <summary>The column of <c>watched_change</c> that is compared with it.</summary>
    string HorizonColumn { get; }

    /// <summary>Statements that add rows to a table.</summary>
    IEnumerable<Statement> Insert(TableShape table, IReadOnlyList<object[]> rows);

    /// <summary>Statements that count what the tables hold, for the choice of plans; each a commit of its own.</summary>
    Task<IReadOnlyList<string>> AnalyzeAsync(DatabaseSession session, CancellationToken cancellationToken);

    /// <summary>A query of the tables, as SQL names them, that hold twice what was counted last, or more; null where plans do not rest on how much tables hold.</summary>
    Statement? Outgrown { get; }

    /// <summary>The indexes of resources and of the search index that can be put aside while an empty database is filled.</summary>
    Task<IReadOnlyList<SecondaryIndex>> SecondaryIndexesAsync(DatabaseSession session, CancellationToken cancellationToken);

    /// <summary>Statements that give the rows with these row numbers (first column) new values in every other column.</summary>
    IEnumerable<Statement> Update(TableShape table, IReadOnlyList<object[]> rows);

    /// <summary>What a query ends with so that nobody else changes its rows until the end of the transaction.</summary>
    string ForUpdate { get; }

    /// <summary>A query of one row that waits until no other transaction holds a name; null where nobody else can.</summary>
    Statement? Lock(string name);

    /// <summary>How many groups of prepared writes are committed side by side.</summary>
    int GroupLanes { get; }

    /// <summary>How many chains the audit trail grows in: commits on different chains do not wait for each other.</summary>
    int AuditShards { get; }

    /// <summary>Statements that remove rows equal in every column.</summary>
    IEnumerable<Statement> Delete(TableShape table, IReadOnlyList<object[]> rows);
}
