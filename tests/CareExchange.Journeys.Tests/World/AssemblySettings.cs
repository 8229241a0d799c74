using CareExchange.Journeys.Tests.World;

// One browser for all, and one journey at a time: each fixture is a whole gateway, some with a browser beside it.
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
