using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>PostgreSQL packs long bodies by LZ4 where it was built with it, in place of PGLZ, which was a tenth of the server's samples of a load; and counts no values of what nobody searches by.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261129103000_BodiesOnPostgres")]
public sealed class BodiesOnPostgres : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (!migrationBuilder.IsPostgres()) return;
        migrationBuilder.Sql("""
            DO $$
            BEGIN
                IF 'lz4' = ANY (SELECT unnest(enumvals) FROM pg_settings WHERE name = 'default_toast_compression') THEN
                    ALTER TABLE resource ALTER COLUMN json SET COMPRESSION lz4;
                    ALTER TABLE resource_history ALTER COLUMN json SET COMPRESSION lz4;
                    ALTER TABLE audit ALTER COLUMN json SET COMPRESSION lz4;
                END IF;
            END $$
            """);
        migrationBuilder.Script("""
            ALTER TABLE resource ALTER COLUMN json SET STATISTICS 0;
            ALTER TABLE resource ALTER COLUMN index_keys SET STATISTICS 0;
            ALTER TABLE resource_history ALTER COLUMN json SET STATISTICS 0;
            ALTER TABLE audit ALTER COLUMN json SET STATISTICS 0
            """);
    }
}
