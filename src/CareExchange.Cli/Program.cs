using System.CommandLine;
using CareExchange.Cli.Packages;

var root = new RootCommand("CareExchange: the FHIR R4 gateway between those who care for one person.")
{
    PackageCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
