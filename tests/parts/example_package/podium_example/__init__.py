"""An example of parts that another package brings."""
