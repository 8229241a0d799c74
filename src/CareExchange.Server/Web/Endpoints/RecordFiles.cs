using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>A table as a file to be kept.</summary>
internal static class RecordFiles
{
    /// <summary>The file; null where the address asks for none.</summary>
    public static IResult? Of(string? format, string name, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> rows) => format switch
    {
        "csv" => Results.Bytes(TableFile.Csv(head, rows), TableFile.CsvType, name + ".csv"),
        "xlsx" => Results.Bytes(TableFile.Xlsx(name, head, rows), TableFile.XlsxType, name + ".xlsx"),
        _ => null,
    };
}
