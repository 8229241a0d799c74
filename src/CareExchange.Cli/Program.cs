using System.CommandLine;
using CareExchange.Cli.Demo;
using CareExchange.Cli.Packages;
using CareExchange.Cli.Serve;

var root = new RootCommand("CareExchange: the FHIR R4 gateway between those who care for one person.")
{
    DemoCommand.Create(),
    PackageCommand.Create(),
    ServeCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
