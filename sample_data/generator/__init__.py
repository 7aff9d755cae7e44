"""The invented company Gác Thóc: its customers, orders, answers, and the files its tools export."""
