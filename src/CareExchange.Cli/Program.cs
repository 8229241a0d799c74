using System.CommandLine;
using CareExchange.Cli.Access;
using CareExchange.Cli.Conform;
using CareExchange.Cli.Conversion;
using CareExchange.Cli.Demo;
using CareExchange.Cli.Expressions;
using CareExchange.Cli.Loading;
using CareExchange.Cli.Maintenance;
using CareExchange.Cli.Maps;
using CareExchange.Cli.Packages;
using CareExchange.Cli.Serve;
using CareExchange.Cli.Town;
using CareExchange.Cli.Validate;
using CareExchange.Storage.Database.Sqlite;

NativeHeap.Bind();
var root = new RootCommand("CareExchange: the FHIR R4 gateway between those who care for one person.")
{
    AccessCommands.Client(),
    AccessCommands.Staff(),
    AuditCommands.Create(),
    ConformCommand.Create(),
    ConvertCommand.Create(),
    DemoCommand.Create(),
    ExportCommand.Create(),
    FhirPathCommand.Create(),
    MaintenanceCommands.Keys(),
    LoadCommand.Create(),
    MapCommand.Create(),
    PackageCommand.Create(),
    MaintenanceCommands.Backup(),
    MaintenanceCommands.Restore(),
    MaintenanceCommands.Verify(),
    MaintenanceCommands.Reindex(),
    ServeCommand.Create(),
    TownCommand.Create(),
    ValidateCommand.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();

// 1 means that a command found errors; a command line that cannot be understood is another thing.
return parsed.Errors.Count > 0 ? 2 : code;
