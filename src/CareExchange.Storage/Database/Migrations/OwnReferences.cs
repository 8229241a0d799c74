using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Who signs in as the person had their Patient's id where others' grants name an organisation: it stands in the account's own reference now.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261123105001_OwnReferences")]
public sealed class OwnReferences : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        UPDATE staff_accounts SET fhir_user = 'Patient/' || (SELECT min(g.organization_id) FROM staff_grants g WHERE g.account_id = staff_accounts.id AND g.role = 'person' AND g.ended_at IS NULL)
        WHERE fhir_user IS NULL AND EXISTS (SELECT 1 FROM staff_grants g WHERE g.account_id = staff_accounts.id AND g.role = 'person' AND g.ended_at IS NULL)
        """);
}
