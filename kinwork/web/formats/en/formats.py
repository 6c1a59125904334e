"""November 21, 2027 instead of Nov. 21, 2027."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
