using System.CommandLine;
using CareExchange.Cli.Demo;
using CareExchange.Cli.Packages;

var root = new RootCommand("CareExchange: the FHIR R4 gateway between those who care for one person.")
{
    DemoCommand.Create(),
    PackageCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
