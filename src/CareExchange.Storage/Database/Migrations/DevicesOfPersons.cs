using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>A Device that names a patient was open to everybody as an entry of the directory. What is stored of such goes back to whoever sent it, until it is written again and is the person's.</summary>
/// <remarks>Of older versions nobody knows by the index whom they named: those of all Devices go back.</remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261129102000_DevicesOfPersons")]
public sealed class DevicesOfPersons : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        UPDATE resource SET category = 'clinical' WHERE type = 'Device' AND category = 'admin' AND rid IN (SELECT rid FROM index_reference WHERE target_type = 'Patient');
        UPDATE resource_history SET category = 'clinical' WHERE category = 'admin' AND rid IN (SELECT rid FROM resource WHERE type = 'Device')
        """);
}
