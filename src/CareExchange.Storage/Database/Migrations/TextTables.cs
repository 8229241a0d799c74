using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The full-text index of <c>_text</c> and <c>_content</c>, and how far it reaches.</summary>
/// <remarks>It is filled behind the writers, by those who ask it: who never asks pays nothing. Each database's own full-text search, over tokens that are made here.</remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260201000001_TextTables")]
public sealed class TextTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Script(migrationBuilder.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal)
            ? "CREATE VIRTUAL TABLE text_index USING fts5(narrative, content, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')"
            : """
                CREATE TABLE text_index (rid bigint PRIMARY KEY, narrative tsvector NOT NULL, content tsvector NOT NULL);
                CREATE INDEX text_index_narrative ON text_index USING gin (narrative);
                CREATE INDEX text_index_content ON text_index USING gin (content)
                """);
        migrationBuilder.Script("""
            CREATE TABLE text_mark (id {int} NOT NULL PRIMARY KEY, updated {long} NOT NULL, rid {long} NOT NULL);
            INSERT INTO text_mark (id, updated, rid) VALUES (1, -1, 0)
            """);
    }
}
