using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The full-text index is filled anew: it held the words of parts that not everybody may read who reads the resource, and the marks of who states which.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122104000_TextAnew")]
public sealed class TextAnew : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Rows are put again in their place, and none counts that the mark has not reached.
        migrationBuilder.Script("UPDATE text_mark SET updated = -1, rid = 0 WHERE id = 1");
    }
}
