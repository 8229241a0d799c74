namespace CareExchange.Benchmarks.Http.Floor;

/// <summary>The bare database behind the floor: the calls a FHIR server cannot do without, and nothing else.</summary>
internal interface IFloorStore : IAsyncDisposable
{
    /// <summary>A row by its key, or null.</summary>
    ValueTask<byte[]?> ReadAsync(string type, string id);

    /// <summary>One row, on disk when it returns.</summary>
    Task CreateAsync(string type, string id, byte[] json);

    /// <summary>Rows with their index rows in one commit.</summary>
    Task LoadAsync(IReadOnlyList<FloorRow> rows);

    /// <summary>Rows that one of <see cref="FloorSearch"/> finds.</summary>
    ValueTask<List<byte[]>> SearchAsync(FloorSearch search, string[] values);
}
