// One journey at a time: each fixture is a whole gateway, some with a browser beside it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
