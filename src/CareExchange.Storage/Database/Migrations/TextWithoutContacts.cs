using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The full-text index is filled anew: it held telephone numbers and mail addresses.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261123104000_TextWithoutContacts")]
public sealed class TextWithoutContacts : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Words of rows that are put again replace the older ones, and none counts that the mark has not reached.
        migrationBuilder.Script("UPDATE text_mark SET updated = -1, rid = 0 WHERE id = 1");
    }
}
