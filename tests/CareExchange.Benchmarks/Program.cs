using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using CareExchange.Benchmarks;
using CareExchange.Benchmarks.Consents;
using CareExchange.Benchmarks.Core;
using CareExchange.Benchmarks.Http;
using CareExchange.Benchmarks.Http.Floor;
using CareExchange.Benchmarks.Maps;
using CareExchange.Benchmarks.Start;
using CareExchange.Benchmarks.Writes;

// The process whose start is measured does nothing else first.
if (args is [ReadyProcess.Name, ..]) return ReadyProcess.Run(args[1..]);

// Questions over folders, many callers or real disks run by name; anything else is BenchmarkDotNet's.
if (args is ["core" or "generate", ..]) return await new RootCommand("CareExchange benchmarks.") { CoreCommand.Create(), CoreCommand.CreateGenerator() }.Parse(args).InvokeAsync();
if (args is ["write", ..]) return await new RootCommand("CareExchange benchmarks.") { WriteCommand.Create() }.Parse(args).InvokeAsync();
if (args is ["load", ..]) return await new RootCommand("CareExchange benchmarks.") { LoadCommand.Create() }.Parse(args).InvokeAsync();
if (args is [FloorServer.Name, ..]) return await FloorServer.RunAsync(args[1..]);
if (args is ["http", ..]) return await new RootCommand("CareExchange benchmarks.") { HttpCommand.Create() }.Parse(args).InvokeAsync();
if (args is ["consent", ..]) return await new RootCommand("CareExchange benchmarks.") { ConsentCommand.Create() }.Parse(args).InvokeAsync();
if (args is ["start", ..]) return await new RootCommand("CareExchange benchmarks.") { StartCommand.Create() }.Parse(args).InvokeAsync();
if (args is ["map", ..]) return await new RootCommand("CareExchange benchmarks.") { MapCommand.Create() }.Parse(args).InvokeAsync();
if (args is ["store", ..]) await StoreAgainstSqlite.RunAsync(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 5);
else BenchmarkSwitcher.FromAssembly(typeof(StoreAgainstSqlite).Assembly).Run(args);
return 0;
