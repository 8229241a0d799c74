using System.Globalization;
using BenchmarkDotNet.Running;
using CareExchange.Benchmarks;

// Questions that need many callers and real disks run by name; the rest is BenchmarkDotNet's.
if (args is ["store", ..]) await StoreAgainstSqlite.RunAsync(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 5);
else BenchmarkSwitcher.FromAssembly(typeof(StoreAgainstSqlite).Assembly).Run(args);
