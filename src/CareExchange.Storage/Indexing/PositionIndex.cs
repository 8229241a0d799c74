using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>Positions on Earth: the latitude as degrees and, for distances without trigonometry in SQL, the point on the unit sphere.</summary>
internal static class PositionIndex
{
    /// <summary>One row: latitude in <c>low</c>, x, y and z in the three numbers after it.</summary>
    public static void Add(IndexRows rows, int parameter, PathItem item)
    {
        if (!item.IsElement || NumberIndex.Parse(item.Element["latitude"].Text) is not { } latitude || NumberIndex.Parse(item.Element["longitude"].Text) is not { } longitude) return;
        if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180) return;
        var (x, y, z) = Point(latitude, longitude);
        rows.Composite(parameter, default, default, default, default, (latitude, x, y, z));
    }

    /// <summary>The point on the unit sphere at a latitude and longitude in degrees.</summary>
    public static (double X, double Y, double Z) Point(double latitude, double longitude)
    {
        var (phi, lambda) = (latitude * Math.PI / 180, longitude * Math.PI / 180);
        return (Math.Cos(phi) * Math.Cos(lambda), Math.Cos(phi) * Math.Sin(lambda), Math.Sin(phi));
    }
}
