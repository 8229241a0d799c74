using System.Text;
using CareExchange.Exchange.Reading;

namespace CareExchange.Exchange.Tests.Reading;

public sealed class TableFileTests
{
    [Fact]
    public void A_text_that_a_spreadsheet_would_compute_stays_a_text()
    {
        var csv = Encoding.UTF8.GetString(TableFile.Csv(["이름", "수"], [["=HYPERLINK(\"http://x\")", 3], ["@a", 4], ["가, \"나\"", -5]]));

        Assert.Equal("﻿이름,수\r\n\"'=HYPERLINK(\"\"http://x\"\")\",3\r\n'@a,4\r\n\"가, \"\"나\"\"\",-5\r\n", csv);
    }
}
