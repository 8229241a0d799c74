namespace CareExchange.Storage.Database;

/// <summary>What a column holds, as far as writing it is concerned.</summary>
internal enum ColumnKind
{
    Text,
    Integer,
    Long,
    Double,
    Bytes,
}
