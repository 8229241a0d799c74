using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Hosting;

/// <summary>What a terminal shows, and the same as a file that an office opens.</summary>
/// <param name="Lines">For the terminal.</param>
/// <param name="Name">Name of the file, without its ending.</param>
/// <param name="Head">Names of the columns.</param>
/// <param name="Rows">Texts and numbers.</param>
public sealed record GatewayTable(IReadOnlyList<string> Lines, string Name, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<object>> Rows)
{
    /// <summary>The file.</summary>
    /// <param name="path">Its name: what ends in <c>.xlsx</c> is a workbook, everything else CSV.</param>
    public byte[] ToFile(string path) => path.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? TableFile.Xlsx(Name, Head, Rows) : TableFile.Csv(Head, Rows);
}
