-- The map shows the number on a door as it was given. Few doors have another than their place gives, and a district has 390,000.

create index dwelling_given on dwelling (area) where number is not null or closed_on is not null;
